import { alliance } from './places/alliance.ts';
import { chain } from './places/chain.ts';
import { coCreationRole } from './places/co-creation-role.ts';
import { confidential } from './places/confidential.ts';
import { consent } from './places/consent.ts';
import { governance } from './places/governance.ts';
import { key } from './places/key.ts';
import { organizationProfile } from './places/organization-profile.ts';
import { membership } from './places/membership.ts';
import { organization } from './places/organization.ts';
import { organizationMatch } from './places/organization-match.ts';
import { partnership } from './places/partnership.ts';
import { personProfile } from './places/person-profile.ts';
import { person } from './places/person.ts';
import { platform } from './places/platform.ts';
import { privacy } from './places/privacy.ts';
import { project } from './places/project.ts';
import { regionalView } from './places/regional-view.ts';
import { qualificationReview } from './places/qualification-review.ts';
import { resource } from './places/resource.ts';
import { viewer } from './places/viewer.ts';

/** Every place where the matrix meets a noun, in the order in which they are written. */
export const places = [
  organization,
  organizationProfile,
  organizationMatch,
  person,
  personProfile,
  platform,
  governance,
  regionalView,
  key,
  consent,
  membership,
  privacy,
  qualificationReview,
  alliance,
  partnership,
  chain,
  coCreationRole,
  resource,
  confidential,
  project,
  viewer,
];
