import type { Context } from '../../../schema/context.ts';
import {
  declareOrganization,
  type OrganizationWish,
} from '../../../subgraphs/actors/organization/organization.store.ts';
import { grantCoCreationRole } from '../../../subgraphs/actors/role/co-creation-role.store.ts';

/** A word in the names of what a text search is to find. */
export const word = 'Matrixscope';
/** Where everything is that the regulator supervises. */
export const region = '420506';

/** Who came after the institute. */
export const successorRor = 'https://ror.org/03acrzv41';

export const organizationMarkers = {
  'OrganizationContact.email': ['markorganization@'],
  'OrganizationContact.telephone': ['+86 717 7310 0002'],
};

/** Writes the organisations that the identities belong to. */
export async function writeOrganizations(context: Context) {
  const declare = async (nameEn: string, rest: Partial<OrganizationWish> = {}) => {
    const { id } = await declareOrganization(context, {
      kind: 'RESEARCH_INSTITUTE',
      nameZh: '机构',
      nameEn,
      region,
      website: 'https://organization.example/',
      contactEmail: `${organizationMarkers['OrganizationContact.email'][0]!}organization.example`,
      contactTelephone: organizationMarkers['OrganizationContact.telephone'][0]!,
      isChecked: true,
      ...rest,
    });
    await grantCoCreationRole(context, id, 'RESOURCE_PROVIDER');
    return id;
  };
  return {
    participant: await declare('Firm'),
    fellow: await declare('Fellow firm'),
    operator: await declare('Operator'),
    verified: await declare('Verified firm'),
    other: await declare('Other institute', { ror: successorRor }),
    provider: await declare(`${word} institute`, {
      uscc: '91420500MA0000000K',
      ror: 'https://ror.org/02mhbdp94',
      status: 'INACTIVE',
      successorRor,
    }),
  };
}
