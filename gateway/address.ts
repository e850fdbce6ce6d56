import { isIPv6 } from 'node:net';

/** The network that a request from this address counts for: the address itself, or the /64 around an IPv6
 *  address, since one household or machine has all of it. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  const [bare = ''] = address.split('%');
  const [head = '', tail = ''] = bare.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  // An IPv4 address at the end stands for two groups.
  const groupsAfter = after!.length + (tail.includes('.') ? 1 : 0);
  const zeros = Array<string>(Math.max(0, 8 - before!.length - groupsAfter)).fill('0');
  const groups = [...before!, ...zeros, ...after!].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
