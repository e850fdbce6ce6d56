/** Makes a thing once per owner: a value type once per builder, however many fields use it. */
export function once<Owner extends object, Made>(make: (owner: Owner) => Made): (owner: Owner) => Made {
  const made = new WeakMap<Owner, { thing: Made }>();
  return (owner) => {
    const known = made.get(owner) ?? { thing: make(owner) };
    made.set(owner, known);
    return known.thing;
  };
}
