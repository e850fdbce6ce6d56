import { afterAll, beforeAll, expect, it } from 'vitest';
import { nameForm } from '../../../db/tables/actors/name-form.ts';
import { cursor } from '../../../db/tables/log.ts';
import { newContext } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import {
  declareOrganizations,
  describeOrganizations,
  declareOrganization,
} from '../organization/organization.store.ts';
import { newId } from '../../../schema/ids.ts';

let graph: Graph;
const ids = {} as Record<'institute' | 'twin', Id<'Organization'>>;
beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  const name = { nameZh: '大巴山药物研究院', nameEn: 'Dabashan Institute of Drugs', region: '420500' };
  const declare = async () =>
    (await declareOrganization(context, { kind: 'RESEARCH_INSTITUTE', ...name })).id;
  ids.institute = await declare();
  ids.twin = await declare();
  await describeOrganizations(context, [{ id: ids.twin, nameZh: '另一家', nameEn: null }]);
  await graph.catchUp();
});
afterAll(() => graph[Symbol.asyncDispose]());

interface Answer {
  organizationMatch:
    | {
        organization: { id: string } | null;
        score: number;
        isLikely: boolean;
        matched: string;
        reasons: { code: string; factor: number; message: string }[];
      }[]
    | null;
}
const query = `query Q($text: String!) { organizationMatch(text: $text) {
  organization { id } score isLikely matched reasons { code factor message } } }`;
const ask = (text: string, locale?: 'zh') =>
  graph.ask<Answer>(query, { variables: { text }, ...(locale && { locale }) });

it('says whom a text names, with a score that its reasons multiply to', async () => {
  const { data } = await ask('Lab of Analysis, Dabashan Inst. of Drugs, Yichang, China', 'zh');
  expect(data?.organizationMatch).toEqual([
    {
      organization: { id: ids.institute },
      score: 0.98,
      isLikely: true,
      matched: 'dabashan institute drugs',
      reasons: [
        { code: 'NAME_AS_WRITTEN', factor: 1, message: '文中名称与登记名称写法一致。' },
        { code: 'WHOLE_PART', factor: 0.98, message: '该名称在逗号或括号之间独立出现。' },
        { code: 'COUNTRY_AGREES', factor: 1, message: '文中写有该组织所在的国家。' },
      ],
    },
  ]);
  const [chinese] = (await ask('大巴山药物研究院，湖北宜昌')).data!.organizationMatch!;
  expect([chinese?.organization, chinese?.score]).toEqual([{ id: ids.institute }, 0.98]);
});

it('goes by the names of today, and knows nobody for what names nobody', async () => {
  const found = async (text: string) =>
    (await ask(text)).data!.organizationMatch!.map(({ organization }) => organization?.id);
  expect(await found('另一家')).toEqual([ids.twin]);
  expect(await found('Somewhere else entirely')).toEqual([]);
  expect(await found('')).toEqual([]);
});

it('takes as many statements for a text that names a hundred as for one that names one', async () => {
  const context = newContext(graph.database, null);
  const names = Array.from({ length: 100 }, (_, index) => `Dabashan ${index} College`);
  await declareOrganizations(
    context,
    names.map((nameEn) => ({ id: newId('Organization'), kind: 'UNIVERSITY', nameZh: null, nameEn })),
  );
  await graph.catchUp();
  const few = await ask(names[0]!);
  const text = names.slice(0, 40).join(', ');
  const many = await ask(text);
  expect(many.data?.organizationMatch).toHaveLength(12);
  expect([few.statements, many.statements]).toEqual([2, 2]);
});

it('refuses a text that is too long, with the way out', async () => {
  const { data, errors } = await ask('x'.repeat(1_001));
  expect([
    data?.organizationMatch,
    errors?.map(({ message, extensions }) => [message, extensions?.['code']]),
  ]).toEqual([null, [['`text` is too long: use at most 1000 characters.', 'BAD_USER_INPUT']]]);
});

it('makes the same forms again when it reads the record from the beginning', async () => {
  const all = () =>
    graph.database.read.select().from(nameForm).orderBy(nameForm.organizationId, nameForm.form);
  const before = await all();
  expect(before.length).toBeGreaterThan(100);
  await graph.database.write(async (tx) => {
    await tx.delete(nameForm);
    await tx.delete(cursor);
  });
  await graph.catchUp();
  expect(await all()).toEqual(before);
});
