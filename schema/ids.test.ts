import { afterEach, describe, expect, it, vi } from 'vitest';
import { asId, asIdOf, type IdName, nameOfId, newId, prefixes } from './ids.ts';

afterEach(() => void vi.useRealTimers());

describe('a new id', () => {
  it('sorts after every earlier one, ten thousand within the same milliseconds', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('Event'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(10_000);
  });

  it('sorts after earlier ones when the clock goes back', () => {
    vi.useFakeTimers({ now: Date.now() + 60_000 });
    const before = newId('Event');
    vi.setSystemTime(Date.now() - 30_000);
    expect(newId('Event') > before).toBe(true);
  });

  it('begins with the prefix of its kind, which no other kind has', () => {
    for (const name of Object.keys(prefixes) as IdName[]) {
      expect(newId(name)).toMatch(new RegExp(`^${prefixes[name]}_[0-9a-hjkmnp-tv-z]{26}$`));
      expect(nameOfId(newId(name))).toBe(name);
    }
    expect(new Set(Object.values(prefixes)).size).toBe(Object.keys(prefixes).length);
  });
});

describe('a text', () => {
  const body = newId('Project').slice(4);

  it.each([
    ['', 'of no length'],
    ['prj', 'without a body'],
    [`xyz_${body}`, 'of an unknown prefix'],
    [`PRJ_${body}`, 'in capitals'],
    [`prj_${body}0`, 'too long'],
    [`prj_${body.slice(1)}`, 'too short'],
    [`prj_${body.slice(1)}u`, 'with a letter that ids do not use'],
    [`prj_${body}\n`, 'with a line after it'],
    [` prj_${body}`, 'with a space before it'],
    [`constructor_${body}`, 'named like a property of every object'],
  ])('%j is no id: %s', (text) => {
    expect(nameOfId(text)).toBeNull();
    expect(() => asId('Project', text)).toThrow(' is not a Project id.');
  });

  it('that is an id of another kind is refused in a sentence, as a malformed request', () => {
    const id = newId('Equipment');
    expect(() => asId('Project', id)).toThrow(
      expect.objectContaining({
        message: `"${id}" is not a Project id.`,
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    );
    expect(() => asIdOf(['Organization', 'Person'], id)).toThrow(
      `"${id}" is not an id of Organization or Person.`,
    );
    expect(asIdOf(['Project', 'Equipment'], id)).toBe(id);
  });

  it('that is very long is shown shortened', () => {
    expect(() => asId('Project', 'x'.repeat(1_000))).toThrow(`"${'x'.repeat(40)}…" is not a Project id.`);
  });
});
