import { quoted, WrongValue } from './wrong-value.ts';

// The dot-atom of RFC 5322, 3.2.3, before the @; host-name labels of RFC 1123, 2.1, after it; lengths of RFC
// 5321, 4.5.3.1.
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const label = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** Reads one plain e-mail address; the part after the @ becomes lower case, the part before it is kept. */
export function parseEmail(text: string): string {
  const written = text.trim();
  if (written.length > 254)
    throw new WrongValue(`${quoted(written)} is too long: an e-mail address has at most 254 characters.`);
  const at = written.lastIndexOf('@');
  const name = written.slice(0, Math.max(at, 0));
  const domain = written.slice(at + 1).toLowerCase();
  const labels = domain.split('.');
  const isDomain =
    labels.length > 1 && labels.every((each) => label.test(each)) && !/^\d+$/.test(labels.at(-1) ?? '');
  if (name.length > 64 || !local.test(name) || !isDomain) {
    throw new WrongValue(
      `${quoted(written)} is not an e-mail address: write one plain address, as name@example.org.`,
    );
  }
  return `${name}@${domain}`;
}
