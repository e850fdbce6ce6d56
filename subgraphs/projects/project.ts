import { isPublic, isSignedIn } from '../../schema/access.ts';
import { entity, keyFields, refusals } from '../../schema/builder.ts';
import { connectionType, pageArgs } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { invariant } from '../../schema/errors.ts';
import { asId, nameOfId } from '../../schema/ids.ts';
import { readPage } from '../../schema/page.ts';
import {
  coCreationRoleType,
  localized,
  localizedTextInput,
  localizedTextType,
  moneyInput,
  moneyType,
  regionOf,
  regionType,
} from '../../schema/value-types.ts';
import { demand, viewerMay, viewerMayType } from '../../schema/viewer-may.ts';
import { isParticipantOrSupervisor, visibilityChange } from './access.ts';
import { builder } from './builder.ts';
import { BudgetUnusable, ProjectUnknown, TitleUnusable } from './errors.ts';
import {
  participationCountByProject,
  participationRowsByProject,
  joiningOrder,
} from './participation.store.ts';
import { ParticipationConnection } from './participation.ts';
import { ProjectStage, ProjectVisibility } from './project.enums.ts';
import { readProjectInput } from './project.input.ts';
import {
  changeVisibility,
  createProject,
  newestProjects,
  projectById,
  projectCount,
  type ProjectRow,
  projectRows,
} from './project.store.ts';
import { Actor, Resource } from './references.ts';
import {
  projectCountByResource,
  projectRowsByResource,
  resourceOrder,
  resourceUseCountByProject,
  resourceUsesByProject,
} from './resource-use.store.ts';

const ProjectResourceConnection = connectionType(builder, {
  name: 'ProjectResource',
  node: Resource,
  isForeign: true,
});

export const Project = builder.objectRef<ProjectRow>('Project').implement({
  description: 'Work that several actors do together, from a need to shared value.',
  access: isPublic,
  fields: (t) => ({
    ...keyFields(t),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => localized(row.titleZh, row.titleEn) ?? { zh: null, en: row.id },
    }),
    summary: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'What it is about.',
      resolve: (row) => localized(row.summaryZh, row.summaryEn),
    }),
    stage: t.field({
      type: ProjectStage,
      access: isPublic,
      description: 'How far it has come.',
      resolve: (row) => row.stage as 'DIAGNOSIS',
    }),
    visibility: t.field({
      type: ProjectVisibility,
      access: isPublic,
      description: 'Who may know of it.',
      resolve: (row) => row.visibility,
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'Where it is based, or null.',
      resolve: (row) => regionOf(row.region),
    }),
    initiator: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Who began it.',
      resolve: (row) => ({ ref: row.initiatorId }),
    }),
    budget: t.field({
      type: moneyType(builder),
      nullable: true,
      access: isParticipantOrSupervisor,
      description: 'What is set aside for it; null when not stated.',
      resolve: ({ budgetMinor, budgetCurrency }) =>
        budgetMinor !== null && budgetCurrency !== null
          ? { amountMinor: budgetMinor, currency: budgetCurrency }
          : null,
    }),
    participations: t.field({
      type: ParticipationConnection,
      access: isPublic,
      description: 'Who takes part, in order of joining.',
      args: pageArgs(t.arg),
      resolve: ({ id }, args, context) =>
        readPage(
          context,
          args,
          { list: 'Project.participations', parent: id, order: 'JOINING' },
          joiningOrder,
          {
            rows: (page) => participationRowsByProject(context, page).load(id),
            count: () => participationCountByProject(context, null).load(id),
          },
        ),
    }),
    resources: t.field({
      type: ProjectResourceConnection,
      access: isPublic,
      description: 'What it uses and you may know of, by id.',
      args: pageArgs(t.arg),
      resolve: async ({ id }, args, context) => {
        const identity = { list: 'Project.resources', parent: id, order: 'ID' };
        const page = await readPage(context, args, identity, resourceOrder, {
          rows: (request) => resourceUsesByProject(context, request).load(id),
          count: () => resourceUseCountByProject(context, null).load(id),
        });
        const rows = page.rows.map((row) => ({ row, ref: row.resourceId }));
        return {
          ...page,
          rows,
          cursorOf: (each: { ref: string }) => page.cursorOf(rows.find(({ ref }) => ref === each.ref)!.row),
        };
      },
    }),
    createdAt: t.field({
      type: 'Instant',
      access: isPublic,
      description: 'When it began.',
      resolve: (row) => row.createdAt,
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([visibilityChange], row, context),
    }),
  }),
});

entity(builder, Project, async (context, id) =>
  nameOfId(id) === 'Project' ? projectById(context).load(asId('Project', id)) : null,
);

const ProjectConnection = connectionType(builder, { name: 'Project', node: Project });

builder.objectField(Resource, 'projects', (t) =>
  t.field({
    type: ProjectConnection,
    nullable: true,
    access: isPublic,
    description: 'Projects that use this resource and of which you may know, newest first.',
    args: pageArgs(t.arg),
    resolve: ({ ref }, args, context) =>
      readPage(context, args, { list: 'Resource.projects', parent: ref, order: 'NEWEST' }, newestProjects, {
        rows: async (page) => (await projectRowsByResource(context, page).load(ref)).map(({ row }) => row),
        count: () => projectCountByResource(context, null).load(ref),
      }),
  }),
);

builder.queryFields((t) => ({
  project: t.field({
    type: Project,
    nullable: true,
    access: isPublic,
    description: 'One project, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the project.' }) },
    resolve: (_root, { id }, context) => projectById(context).load(asId('Project', id)),
  }),
  projects: t.field({
    type: ProjectConnection,
    nullable: true,
    access: isPublic,
    description: 'Projects of which you may know, newest first.',
    args: pageArgs(t.arg),
    resolve: (_root, args, context) =>
      readPage(context, args, { list: 'Query.projects', order: 'NEWEST' }, newestProjects, {
        rows: (page) => projectRows(context, page),
        count: () => projectCount(context),
      }),
  }),
}));

refusals(builder, ProjectUnknown, TitleUnusable, BudgetUnusable);

const ProjectCreateInput = builder.inputType('ProjectCreateInput', {
  description: 'What is known of a project when it begins.',
  fields: (t) => ({
    title: t.field({
      type: localizedTextInput(builder),
      description: 'At most 200 characters in each language.',
    }),
    summary: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'At most 5,000 characters in each language.',
    }),
    visibility: t.field({ type: ProjectVisibility, description: 'Who may know of it.' }),
    role: t.field({ type: coCreationRoleType(builder), description: 'The part the initiator takes.' }),
    initiatorId: t.id({
      required: false,
      description: 'An organisation you administer; yourself when left out.',
    }),
    region: t.field({ type: 'RegionCode', required: false, description: 'Where it is based.' }),
    budget: t.field({ type: moneyInput(builder), required: false, description: 'What is set aside for it.' }),
  }),
});

const ProjectVisibilityChangeInput = builder.inputType('ProjectVisibilityChangeInput', {
  description: 'Who may know of a project from now on.',
  fields: (t) => ({
    projectId: t.id({ description: 'The project.' }),
    visibility: t.field({ type: ProjectVisibility, description: 'Who may know of it.' }),
  }),
});

/** The project after a change, as this viewer may see it: read anew, past what loaders remember. */
async function asItNowIs(context: Context, id: ProjectRow['id']): Promise<ProjectRow> {
  const row = await projectById({ ...context }).load(id);
  invariant(row, 'Whoever changes a project may know of it.');
  return row;
}

builder.mutationFields((t) => ({
  projectCreate: t.field({
    type: Project,
    nullable: true,
    access: isSignedIn,
    description: 'Begins a project in its first stage. The initiator takes part in it at once.',
    args: { input: t.arg({ type: ProjectCreateInput, description: 'The project.' }) },
    errors: {
      types: [TitleUnusable, BudgetUnusable],
      result: { access: isPublic },
      dataField: { name: 'project', access: isPublic, description: 'The project as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const { id } = await createProject(context, readProjectInput(input, context));
      return asItNowIs(context, id);
    },
  }),
  projectVisibilityChange: t.field({
    type: Project,
    nullable: true,
    access: isSignedIn,
    description: 'Changes who may know of a project. For its initiator or an administrator of it.',
    args: { input: t.arg({ type: ProjectVisibilityChangeInput, description: 'The change.' }) },
    errors: {
      types: [ProjectUnknown],
      result: { access: isPublic },
      dataField: { name: 'project', access: isPublic, description: 'The project as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await projectById(context).load(asId('Project', input.projectId));
      if (!row) throw new ProjectUnknown();
      await demand(visibilityChange, row, context);
      await changeVisibility(context, row.id, input.visibility);
      return asItNowIs(context, row.id);
    },
  }),
}));
