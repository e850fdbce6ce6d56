/** Who asks. What each has to do with the world of the matrix stands at the head of `policy.csv`. */
export const identities = [
  'nobody',
  'stranger',
  'verified',
  'member',
  'provider',
  'otherProvider',
  'participant',
  'operator',
  'otherOperator',
  'regulator',
  'otherRegulator',
  'auditor',
  'narrowKey',
  'wideKey',
  'partner',
] as const;
export type Identity = (typeof identities)[number];

/** Those who come with a key instead of in person. */
export type KeyIdentity = 'narrowKey' | 'wideKey' | 'partner';
/** Those who are a person of their own. */
export type PersonIdentity = Exclude<Identity, 'nobody' | 'narrowKey' | 'wideKey'>;

/** Words for the most common groups. A key that reads in public alone stands for nobody. */
const groups: Record<string, readonly Identity[]> = {
  everybody: identities,
  nobody: [],
  signedIn: identities.filter((name) => !['nobody', 'narrowKey'].includes(name)),
  inPerson: identities.filter((name) => !['nobody', 'narrowKey', 'wideKey', 'partner'].includes(name)),
};

/** The identities that such words mean: `everybody`, `signedIn but partner`, `member|provider`. */
export function identitiesIn(words: string): Set<Identity> {
  const [first = '', rest, ...more] = words.split(' but ');
  if (more.length > 0) throw new Error(`"${words}" says "but" twice.`);
  const without = rest === undefined ? [] : named(rest);
  const meant = groups[first] ?? named(first);
  const idle = without.filter((name) => !meant.includes(name));
  if (idle.length > 0) throw new Error(`"${words}" takes away ${idle.join(', ')}, who is not among them.`);
  return new Set(meant.filter((name) => !without.includes(name)));
}

function named(words: string): Identity[] {
  return words.split('|').map((word) => {
    const found = identities.find((name) => name === word && name !== 'nobody');
    if (!found) throw new Error(`"${word}" is nobody the policy knows.`);
    return found;
  });
}
