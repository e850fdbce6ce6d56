import { builder } from './builder.ts';

/** How far a project has come. */
export const ProjectStage = builder.enumType('ProjectStage', {
  description: 'The six stages of co-creation.',
  values: {
    DIAGNOSIS: { description: 'The need is taken apart (需求诊断).' },
    ENGAGEMENT: { description: 'The parties agree on a solution (诉求契合).' },
    INTEGRATION: { description: 'Resources are committed (资源整合).' },
    VALUE_MATCHING: { description: 'Costs, returns and shares are settled (价值匹配).' },
    SERVICE_INTERACTION: { description: 'The work is done and delivered (服务互动).' },
    CO_CREATION: { description: 'Outcomes, settlement, mutual evaluation (价值共创).' },
  } as const,
});

/** Who may know of a project; decided in `project.store.ts`. */
export const ProjectVisibility = builder.enumType('ProjectVisibility', {
  description: 'Who may know of a project.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    MEMBERS: { description: 'Whoever is signed in.' },
    PARTICIPANTS: { description: 'Those who take part, the regulators of its region and auditors.' },
  } as const,
});
