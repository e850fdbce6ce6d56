import type { Operation, OperationName } from './operations.ts';

interface Named {
  rowId: string;
  nameZh: string | null;
  nameEn: string | null;
}
interface ResourceNode extends Named {
  family: string;
  sharing: string;
  state: string;
  region: string;
  keywords: string[];
  descriptionZh: string | null;
  descriptionEn: string | null;
  provider: Named;
  equipmentByRowId: { kind: string; maker: string | null; model: string | null; place: string | null };
}
interface Listed<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean };
}
interface Figure {
  numerator: string;
  denominator: string;
}
interface ProjectNode {
  rowId: string;
  titleZh: string | null;
  titleEn: string | null;
  stage: string;
  region: string;
  projectsParticipationsByProjectId: Listed<{ role: string; actor: Named }>;
  projectsProjectResourcesByProjectId: Listed<{ resource: ResourceNode }>;
  participations: Figure;
  initiator: Named & { published: Figure | null; complete: Figure | null };
}

const name = ({ nameZh: zh, nameEn: en }: Named) => ({ zh, en });
const actor = (row: Named) => ({ id: row.rowId, name: name(row) });
const edges = (nodes: unknown[]) => nodes.map((node) => ({ node }));
const pageOf = <Node>({ nodes, pageInfo }: Listed<Node>, shape: (node: Node) => unknown) => ({
  resources: { edges: edges(nodes.map(shape)), pageInfo },
});
const said = (zh: string | null, en: string | null) => (zh === null && en === null ? null : { zh, en });

const named = 'rowId nameZh nameEn';

/** The same four questions as PostGraphile takes them, and its answers in the form of the others. */
export const postgraphileOperations: Record<OperationName, Operation['postgraphile']> = {
  page: {
    document: `query Page($region: String!) {
      equipmentByRegion(prefix: $region, first: 20) {
        nodes { ${named} sharing region equipmentByRowId { kind maker model } provider { ${named} } }
        pageInfo { hasNextPage }
      }
    }`,
    shape: ({ equipmentByRegion: page }: { equipmentByRegion: Listed<ResourceNode> }) =>
      pageOf(page, (row) => ({
        ...{ id: row.rowId, name: name(row), sharing: row.sharing, region: { code: row.region } },
        ...{ ...row.equipmentByRowId, provider: actor(row.provider) },
      })),
  },
  project: {
    document: `query Project($id: String!) {
      projectsProjectByRowId(rowId: $id) {
        rowId titleZh titleEn stage region
        projectsParticipationsByProjectId(first: 15, orderBy: ROW_ID_ASC) {
          nodes { role actor { ${named} } }
        }
        projectsProjectResourcesByProjectId(first: 40, orderBy: RESOURCE_ID_ASC) {
          nodes { resource { ${named} family sharing } }
        }
        participations { numerator }
        initiator { ${named} published { numerator } complete { numerator denominator } }
      }
    }`,
    shape: ({ projectsProjectByRowId: row }: { projectsProjectByRowId: ProjectNode }) => ({
      project: {
        ...{ id: row.rowId, title: { zh: row.titleZh, en: row.titleEn }, stage: row.stage },
        region: { code: row.region },
        participations: {
          edges: edges(
            row.projectsParticipationsByProjectId.nodes.map((each) => ({
              role: each.role,
              actor: actor(each.actor),
            })),
          ),
        },
        resources: {
          edges: edges(
            row.projectsProjectResourcesByProjectId.nodes.map(({ resource }) => ({
              ...{ id: resource.rowId, family: resource.family, name: name(resource) },
              sharing: resource.sharing,
            })),
          ),
        },
        taking: row.participations,
        initiator: {
          ...actor(row.initiator),
          published: row.initiator.published ?? { numerator: '0' },
          complete: row.initiator.complete ?? { numerator: '0', denominator: '0' },
        },
      },
    }),
  },
  equipment: {
    document: `query Equipment($id: String!) {
      resourceByRowId(rowId: $id) {
        ${named} descriptionZh descriptionEn sharing state keywords region
        equipmentByRowId { kind maker model place }
      }
    }`,
    shape: ({ resourceByRowId: row }: { resourceByRowId: ResourceNode }) => ({
      resource: {
        ...{ id: row.rowId, name: name(row), description: said(row.descriptionZh, row.descriptionEn) },
        ...{ sharing: row.sharing, state: row.state, keywords: row.keywords, region: { code: row.region } },
        ...row.equipmentByRowId,
      },
    }),
  },
  search: {
    document: `query Search($text: String!) {
      resourcesByText(words: $text, first: 20) {
        nodes { ${named} family region provider { ${named} } }
        pageInfo { hasNextPage }
      }
    }`,
    shape: ({ resourcesByText: page }: { resourcesByText: Listed<ResourceNode> }) =>
      pageOf(page, (row) => ({
        ...{ id: row.rowId, family: row.family, name: name(row) },
        ...{ region: { code: row.region }, provider: actor(row.provider) },
      })),
  },
};
