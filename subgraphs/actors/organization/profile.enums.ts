import type {
  NameKind,
  PageKind,
  QualificationKind,
} from '../../../db/tables/actors/organization-profile.ts';
import type { SizeClass, SubField } from '../../../db/tables/actors/organization.ts';
import { builder } from '../builder.ts';

type Words<Name extends string> = Record<Name, { description: string }>;

export const IdentifierScheme = builder.enumType('IdentifierScheme', {
  description: 'Who gives an identifier.',
  values: {
    USCC: {
      description: 'Unified social credit code (统一社会信用代码), GB 32100; its check character is checked.',
    },
    ROR: { description: 'Research Organization Registry; its check digits are checked.' },
    LOCAL: { description: 'Another registry, which is named beside it; nothing can be checked.' },
  } as const,
});

export const OrganizationNameKind = builder.enumType('OrganizationNameKind', {
  description: 'What another name is.',
  values: {
    ALIAS: { description: 'In use beside the first one, or in another language.' },
    ACRONYM: { description: 'Letters that stand for it.' },
    FORMER: { description: 'In use before.' },
  } satisfies Words<NameKind>,
});

export const SubFieldEnum = builder.enumType('SubField', {
  description: 'A branch of biomedicine, as the region counts its firms.',
  values: {
    CHEMICAL_DRUGS: { description: 'Chemical drugs (化学药).' },
    CHINESE_MEDICINE: { description: 'Chinese medicine (中药).' },
    BASIC_CHEMICALS: { description: 'Basic chemicals and intermediates (基础化工与中间体).' },
    PACKAGING_AND_EXCIPIENTS: { description: 'Packaging and excipients (药用包材与辅料).' },
    BIOLOGICALS: { description: 'Biologicals (生物制品).' },
    BIOLOGICAL_DERIVATIVES: { description: 'Biological derivatives (生物衍生品).' },
    OTHER: { description: 'Another, in the words beside it.' },
  } satisfies Words<SubField>,
});

export const OrganizationSize = builder.enumType('OrganizationSize', {
  description: 'Size class of an enterprise, by the classes of the national statistics.',
  values: {
    MICRO: { description: 'Micro (微型).' },
    SMALL: { description: 'Small (小型).' },
    MEDIUM: { description: 'Medium (中型).' },
    LARGE: { description: 'Large (大型).' },
  } satisfies Words<SizeClass>,
});

export const OrganizationQualificationKind = builder.enumType('OrganizationQualificationKind', {
  description: 'What an authority certifies of an organisation.',
  values: {
    HIGH_TECH_ENTERPRISE: { description: 'High-tech enterprise (高新技术企业).' },
    SPECIALISED_AND_NEW_SME: { description: 'Specialised-and-new SME (专精特新中小企业).' },
    TECHNOLOGY_SME: { description: 'Technology SME (科技型中小企业).' },
    CNAS: { description: 'Laboratory accredited by CNAS.' },
    CMA: { description: 'Testing body with metrology approval (检验检测机构资质认定, CMA).' },
    GCP: { description: 'Registered for clinical trials under good clinical practice (GCP).' },
    OTHER: { description: 'Another, in the words beside it.' },
  } satisfies Words<QualificationKind>,
});

export const ProfilePageKind = builder.enumType('ProfilePageKind', {
  description: 'What a page is for.',
  values: {
    HOME: { description: 'Its own site.' },
    NEWS: { description: 'Its news.' },
    STOREFRONT: { description: 'Where its services are offered.' },
    PROFILE: { description: 'A page about it elsewhere.' },
    OTHER: { description: 'Another.' },
  } satisfies Words<PageKind>,
});
