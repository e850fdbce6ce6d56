import type { Context } from '../../../schema/context.ts';
import type { Visibility } from '../../../schema/events.ts';
import type { ActorId, Id, ResourceId } from '../../../schema/ids.ts';
import { addParticipation } from '../../../subgraphs/projects/participation.store.ts';
import { createProject } from '../../../subgraphs/projects/project.store.ts';
import { useResource } from '../../../subgraphs/projects/resource-use.store.ts';
import type { PersonIdentity } from '../identities.ts';
import { region, type writeOrganizations } from './organizations.ts';

export const projectMarkers = {
  'Project.budget': ['8310059171'],
  'Participation.contribution': ['MARKCONTRIBUTION'],
};

/** Writes the project that most is met in, one of each narrower audience, and two that others began. The
 *  main one is the newest. */
export async function writeProjects(
  context: Context,
  organization: Awaited<ReturnType<typeof writeOrganizations>>,
  person: Record<PersonIdentity, Id<'Person'>>,
  resource: { Equipment: ResourceId } & Record<string, ResourceId>,
  hidden: Record<string, ResourceId>,
) {
  const ofProvider = await begin(context, organization.provider);
  // Nobody of the identities began this one, so nobody may change it.
  const ofFellow = await begin(context, organization.fellow);
  await addParticipation(context, {
    projectId: ofFellow,
    actorId: person.member,
    role: 'SERVICE_SUPPORTER',
    contribution: null,
  });
  const members = await begin(context, organization.participant, 'MEMBERS');
  const participants = await begin(context, organization.participant, 'PARTICIPANTS');
  const main = await begin(context, organization.participant);
  await addParticipation(context, {
    projectId: main,
    actorId: organization.fellow,
    role: 'RESOURCE_PROVIDER',
    contribution: `${projectMarkers['Participation.contribution'][0]!}: four hundred hours`,
  });
  for (const resourceId of [...Object.values(resource), ...Object.values(hidden)])
    await useResource(context, { projectId: main, resourceId });
  for (const projectId of [members, participants])
    await useResource(context, { projectId, resourceId: resource.Equipment });
  return { main, ofProvider, ofFellow, MEMBERS: members, PARTICIPANTS: participants };
}

/** Writes a project of this initiator. */
export async function begin(context: Context, initiatorId: ActorId, visibility: Visibility = 'PUBLIC') {
  const { id } = await createProject(context, {
    titleZh: '项目',
    titleEn: `Project ${visibility}`,
    summaryZh: '概要',
    summaryEn: 'Summary',
    visibility,
    region,
    initiatorId,
    initiatorRole: 'FINAL_CONSUMER',
    budgetMinor: BigInt(projectMarkers['Project.budget'][0]!),
    budgetCurrency: 'CNY',
  });
  return id;
}
