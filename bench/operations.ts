import type postgres from 'postgres';
import { regionPrefix } from '../schema/values/region.ts';
import { searchWords } from './dataset/vocabulary.ts';
import { postgraphileOperations } from './operations.postgraphile.ts';
import { statements } from './operations.sql.ts';

export const operationNames = ['page', 'project', 'equipment', 'search'] as const;
export type OperationName = (typeof operationNames)[number];

/** What is asked of every contender, in each one's own words. */
export interface Operation {
  name: OperationName;
  title: string;
  /** The name of its one variable. */
  variable: 'region' | 'id' | 'text';
  /** For Cograph and for the stock gateway. */
  document: string;
  postgraphile: {
    document: string;
    /** The answer in the form of the others. */
    shape: (data: never) => unknown;
  };
  /** One statement, with one parameter, whose one value is the answer as text. */
  statement: string;
  /** The value as those take it who read the tables. */
  asStored: (value: string) => string;
  /** Values to ask with, in turn; drawn from the data, the same at each run. */
  values: (sql: postgres.Sql) => Promise<string[]>;
}

const names = 'name { zh en }';

const documents: Record<OperationName, string> = {
  page: `query Page($region: RegionCode!) {
    resources(filter: { family: EQUIPMENT, region: $region }, first: 20) {
      edges { node {
        id ${names} sharing region { code }
        ... on Equipment { kind maker model }
        provider { id ${names} }
      } }
      pageInfo { hasNextPage }
    }
  }`,
  project: `query Project($id: ID!) {
    project(id: $id) {
      id title { zh en } stage region { code }
      participations(first: 15) { edges { node { role actor { id ${names} } } } }
      resources(first: 40) { edges { node { id family ${names} sharing } } }
      taking: metric(key: PARTICIPATIONS) { numerator }
      initiator {
        id ${names}
        published: metric(key: RESOURCES_PUBLISHED) { numerator }
        complete: metric(key: METADATA_COMPLETE_SHARE) { numerator denominator }
      }
    }
  }`,
  equipment: `query Equipment($id: ID!) {
    resource(id: $id) {
      id ${names} description { zh en } sharing state keywords region { code }
      ... on Equipment { kind maker model place }
    }
  }`,
  search: `query Search($text: String!) {
    resources(filter: { text: $text }, first: 20) {
      edges { node { id family ${names} region { code } provider { id ${names} } } }
      pageInfo { hasNextPage }
    }
  }`,
};

const column = async (rows: Promise<{ value: string }[]>) => (await rows).map(({ value }) => value);
const same = (value: string) => value;

const told: Record<OperationName, Pick<Operation, 'title' | 'variable' | 'asStored' | 'values'>> = {
  page: {
    title: 'A page of 20 equipment with provider, filtered by region',
    variable: 'region',
    asStored: regionPrefix,
    values: (sql) =>
      column(sql`select key as value from metrics.figure
        where metric = 'EQUIPMENT_BY_REGION' and dimension = 'REGION' and numerator >= 5
        order by md5(key) limit 60`),
  },
  project: {
    title: 'A project with 15 participants, 40 resources and 3 metrics',
    variable: 'id',
    asStored: same,
    values: (sql) =>
      column(sql`select project_id as value from projects.project_resource
        group by project_id having count(*) = 40 order by md5(project_id) limit 100`),
  },
  equipment: {
    title: 'One equipment by id',
    variable: 'id',
    asStored: same,
    values: (sql) =>
      column(sql`select id as value from resources.resource
        where family = 'EQUIPMENT' and state = 'PUBLISHED' order by md5(id) limit 400`),
  },
  search: {
    title: 'A page of 20 found by Chinese words, with provider',
    variable: 'text',
    asStored: same,
    values: () => Promise.resolve([...searchWords]),
  },
};

export const operations: readonly Operation[] = operationNames.map((name) => ({
  name,
  document: documents[name].replace(/\s+/g, ' '),
  postgraphile: postgraphileOperations[name],
  statement: statements[name],
  ...told[name],
}));
