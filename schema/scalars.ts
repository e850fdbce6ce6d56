import { Kind, type ValueNode } from 'graphql';
import type { Builder } from './builder.ts';
import { malformed } from './errors.ts';
import { type CalendarDate, parseDate, printDate } from './values/date.ts';
import { parseEmail } from './values/email.ts';
import { parseIndustry } from './values/industry.ts';
import { parseInstant, printInstant } from './values/instant.ts';
import { parseRegion } from './values/region.ts';
import { parseUrl } from './values/url.ts';
import { WrongValue } from './values/wrong-value.ts';

/** What each scalar is inside: what resolvers receive and return. */
export type ScalarTypes = {
  ID: { Input: string; Output: string };
  Instant: { Input: Date; Output: Date };
  Date: { Input: CalendarDate; Output: CalendarDate };
  RegionCode: { Input: string; Output: string };
  IndustryCode: { Input: string; Output: string };
  Url: { Input: string; Output: string };
  Email: { Input: string; Output: string };
};

/** Declares the scalars. Each parses strictly, the same from a literal and from a variable. */
export function addScalars(builder: Builder): void {
  declare(
    builder,
    'Instant',
    'A moment: ISO 8601 with its zone, to the millisecond, answered in UTC.',
    parseInstant,
    printInstant,
  );
  declare(builder, 'Date', 'A calendar day: YYYY-MM-DD.', parseDate, printDate);
  declare(
    builder,
    'RegionCode',
    'A region of GB/T 2260: six digits, such as 420500 for Yichang.',
    parseRegion,
    String,
  );
  declare(
    builder,
    'IndustryCode',
    'A class of GB/T 4754: the letter of its section, then two to four digits or none, such as C27.',
    parseIndustry,
    String,
  );
  declare(
    builder,
    'Url',
    'An http or https address of at most 2,000 characters, without credentials.',
    parseUrl,
    String,
  );
  declare(builder, 'Email', 'An e-mail address.', parseEmail, String);
}

function declare<Name extends Exclude<keyof ScalarTypes, 'ID'>>(
  builder: Builder,
  name: Name,
  description: string,
  parse: (text: string) => ScalarTypes[Name]['Input'],
  print: (value: never) => string,
): void {
  const read = (value: unknown) => {
    if (typeof value !== 'string') throw malformed(`${name} is written as text.`);
    try {
      return parse(value);
    } catch (error) {
      throw error instanceof WrongValue ? malformed(error.message) : error;
    }
  };
  builder.scalarType(name, {
    description,
    serialize: (value: unknown) => print(value as never),
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : null),
  } as never);
}
