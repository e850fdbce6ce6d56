/** What the completeness of a description depends on. */
export interface Describable {
  descriptionZh: string | null;
  descriptionEn: string | null;
  region: string | null;
  keywords: string[];
  contactUrl: string | null;
  contactEmail: string | null;
  contactTelephone: string | null;
}

/** What a finder needs and the description lacks, in the order of the form; empty when it is complete. A
 *  name, a  provider and a sharing condition every resource has. */
export function missingMetadata(row: Describable): string[] {
  const present = {
    description: row.descriptionZh ?? row.descriptionEn,
    region: row.region,
    keywords: row.keywords.length > 0,
    contact: row.contactUrl ?? row.contactEmail ?? row.contactTelephone,
  };
  return Object.entries(present).flatMap(([name, value]) => (value ? [] : [name]));
}
