import { newId } from '../../schema/ids.ts';
import type { ProjectWish } from '../../subgraphs/projects/project.store.ts';

/** A public project to begin; its initiator is nobody's unless told. */
export const projectWish = (own: Partial<ProjectWish> = {}): ProjectWish => ({
  titleZh: null,
  titleEn: 'Project',
  summaryZh: null,
  summaryEn: null,
  visibility: 'PUBLIC',
  region: null,
  initiatorId: newId('Organization'),
  initiatorRole: 'FINAL_CONSUMER',
  budgetMinor: null,
  budgetCurrency: null,
  ...own,
});
