/** A text that is not the value it was given for. Its message is one sentence: what is wrong, and the way
 *  out. */
export class WrongValue extends Error {
  override readonly name = 'WrongValue';
}

const shown = 40;

/** The text in quotes for a message: at most 40 characters of it, and none that could disturb a log or a
 *  page. */
export function quoted(text: string): string {
  const characters = Array.from(text.slice(0, 2 * shown + 2));
  const visible = characters
    .slice(0, shown)
    .map((character) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? '\uFFFD' : character));
  return `"${visible.join('')}${characters.length > shown ? '…' : ''}"`;
}
