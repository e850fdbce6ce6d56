import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { allow, and, or, rule } from './shield.ts';
import type { Context, Viewer } from './context.ts';
import type { PlatformRole } from './events.ts';

/** A rule: a shield rule that knows the words a reader needs ("provider, or auditor"). */
export type Rule = (ReturnType<ReturnType<typeof rule>> | ReturnType<typeof or> | typeof allow) & {
  name?: string;
};

const pluginName = 'access';
export default pluginName;

declare global {
  // Pothos is extended by merging into its namespace; there is no other way in.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      access: AccessPlugin<Types>;
    }
    // eslint-disable-next-line @typescript-eslint/no-unused-vars
    export interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** The second lock: holds for every field of the type but its keys. */
      access: Rule;
    }
    /* eslint-disable @typescript-eslint/no-unused-vars */
    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** Who may see or do this. On an interface only `isPublic`: rules stand on the kinds. */
      access: Rule;
    }
    /* eslint-enable @typescript-eslint/no-unused-vars */
  }
}

/** Carries `access` into the built schema and prints it where a client reads. */
class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    const { access } = config.pothosOptions as { access?: Rule };
    return access ? { ...config, extensions: { ...config.extensions, access } } : config;
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { access } = config.pothosOptions as { access?: Rule };
    if (!access) return config;
    const requires = access === allow ? '' : ` Requires: ${access.name ?? 'a rule without a name'}.`;
    return {
      ...config,
      description: config.description && `${config.description}${requires}`,
      extensions: { ...config.extensions, access },
    };
  }
}
SchemaBuilder.registerPlugin(pluginName, AccessPlugin);

/** A rule about the viewer alone. Nobody (not signed in) never passes. */
export function onViewer(name: string, test: (viewer: Viewer) => boolean): Rule {
  return rule(name, { cache: 'no_cache' })(
    (_parent, _args, { viewer }: Context) => viewer !== null && test(viewer),
  );
}

/** A rule about the object asked and the viewer. It may load, never write; what it throws is an outage,
 *  not a "no". */
export function onParent<Parent>(
  name: string,
  test: (parent: Parent, context: Context) => boolean | Promise<boolean>,
): Rule {
  return rule(name, { cache: 'no_cache' })((parent: Parent, _args, context: Context) =>
    test(parent, context),
  );
}

/** Any one of the rules is enough; its name says them all. */
export function either(...rules: Rule[]): Rule {
  return Object.assign(or(...(rules as Parameters<typeof or>)), {
    name: rules.map(({ name }) => name).join(', or '),
  });
}

/** Open to everybody, signed in or not. */
export const isPublic: Rule = allow;
export const isSignedIn = onViewer('signed in', () => true);
/** The person, or an organisation they belong to, has passed a qualification review that is valid now. */
export const isVerifiedMember = onViewer('verified member', ({ isVerified }) => isVerified === true);
export const isAuditor = onViewer('auditor', (viewer) => hasRole(viewer, 'AUDITOR'));

/** Whether the viewer holds the role anywhere. */
export function hasRole(viewer: Viewer | null, role: PlatformRole): boolean {
  return viewer?.roles.some((each) => each.role === role) ?? false;
}

/** What federation itself adds; a subgraph answers only the gateway, so these need no rule of ours. */
export const machineFields = new Set(['Query._service', 'Query._entities', '_Service.sdl']);
const keyFields = new Set(['id', 'ref']);

/** The rule a field is held to: its own and its type's, or null where federation itself answers. */
export function ruleOf(type: GraphQLObjectType, field: GraphQLField<unknown, Context>): Rule | null {
  if (machineFields.has(`${type.name}.${field.name}`)) return null;
  const own = field.extensions['access'] as Rule | undefined;
  const typed = keyFields.has(field.name)
    ? allow
    : ((type.extensions['access'] as Rule | undefined) ?? allow);
  if (!own || typed === allow || own === typed) return own ?? null;
  if (own === allow) return typed;
  return Object.assign(and(typed as never, own as never), {
    name: `${nameOf(typed)}, and ${nameOf(own)}`,
  });
}

/** The words of a rule. */
export const nameOf = (rule: Rule) => (rule as { name?: string }).name ?? 'nobody';
