import type { SignViewer, Told } from '../../schema/viewer-token.ts';

/** As much of a fetch as the hook needs, in the form Hive's gateway hands it over. */
interface SubgraphExecution {
  subgraphName: string;
  executionRequest: { extensions?: object };
  setExecutionRequest: (request: object) => void;
}

/** The hook that lets Hive's gateway take the place of ours: it signs for each fetch who asks, as subgraphs
 *  demand it. */
export function signingViewers(sign: SignViewer, tell: () => Told) {
  return {
    async onSubgraphExecute({ subgraphName, executionRequest, setExecutionRequest }: SubgraphExecution) {
      // Hive writes the names of subgraphs as the supergraph's enum does.
      const token = await sign(subgraphName.toLowerCase(), tell());
      const { extensions } = executionRequest;
      const headers = { authorization: `Bearer ${token}` };
      setExecutionRequest({ ...executionRequest, extensions: { ...extensions, headers } });
    },
  };
}
