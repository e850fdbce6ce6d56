import { word } from '../base/organizations.ts';
import { place } from '../place.ts';

/** A text that names the institute as it names itself. */
export const organizationMatch = place({
  write: () => Promise.resolve(null),
  meet: () => {
    const root = { entity: 'Query', id: '' };
    return {
      anchors: {
        OrganizationMatch: [{ ...root, inside: `organizationMatch(text: "${word} institute") { % }` }],
        OrganizationMatchReason: [
          { ...root, inside: `organizationMatch(text: "${word} institute") { reasons { % } }` },
        ],
      },
      arguments: { 'Query.organizationMatch': `(text: "${word} institute")` },
    };
  },
});
