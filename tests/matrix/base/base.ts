import type { Context } from '../../../schema/context.ts';
import { declarePlatform } from '../../../subgraphs/actors/platform/platform.store.ts';
import { writeOrganizations } from './organizations.ts';
import { writePeople } from './people.ts';
import { writeProjects } from './projects.ts';
import { writeResources } from './resources.ts';

/** What more than one place refers to; the head of `policy.csv` tells who is who. */
export type Base = Awaited<ReturnType<typeof writeBase>>;

/** Writes the world that every place begins from, through the stores. */
export async function writeBase(context: Context) {
  const organization = await writeOrganizations(context);
  const otherPlatform = await declarePlatform(context, {
    nameZh: '另一平台',
    nameEn: 'Other platform',
    kind: 'INTERMEDIARY',
    operatorId: organization.other,
    website: 'https://other-platform.example/',
    contactUrl: 'https://other-platform.example/contact',
    decideBy: context.now,
    regions: ['110000'],
  });
  const platform = await declarePlatform(context, {
    nameZh: '平台',
    nameEn: 'Platform',
    kind: 'INTERMEDIARY',
    operatorId: organization.operator,
    website: 'https://platform.example/',
    contactUrl: 'https://platform.example/contact',
    // As of one that had to be admitted.
    decideBy: context.now,
    regions: ['420500'],
  });
  const platforms = { platform: platform.id, otherPlatform: otherPlatform.id };
  const person = await writePeople(context, organization, platforms);
  const { resource, hidden } = await writeResources(context, {
    providerId: organization.provider,
    platformId: platform.id,
  });
  const project = await writeProjects(context, organization, person, resource, hidden);
  return { organization, ...platforms, person, resource, hidden, project };
}
