import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { allow } from './shield.ts';
import { machineFields, ruleOf } from './access.ts';
import type { Context } from './context.ts';

type Field = GraphQLField<unknown, Context>;

/** Everything for which a schema with this type does not build, each as a sentence. */
export function faultsOf(type: GraphQLNamedType): string[] {
  if (
    type.name.startsWith('__') ||
    ['_Any', '_Entity', '_Service', 'link__Import', 'link__Purpose'].includes(type.name)
  )
    return [];
  const faults = type.description || isRoot(type) ? [] : [`${type.name} has no description.`];
  if (isEnumType(type))
    for (const value of type.getValues())
      if (!value.description) faults.push(`${type.name}.${value.name} has no description.`);
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      if (!field.description) faults.push(`${type.name}.${field.name} has no description.`);
  if (isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      const access = field.extensions['access'];
      if (access && access !== allow)
        faults.push(
          `${type.name}.${field.name} is on an interface: a rule there is void. Write it on the kinds.`,
        );
    }
  if (isObjectType(type))
    for (const field of Object.values(type.getFields())) faults.push(...faultsOfField(type, field as Field));
  return faults;
}

function faultsOfField(type: GraphQLObjectType, field: Field): string[] {
  const name = `${type.name}.${field.name}`;
  if (machineFields.has(name)) return [];
  const faults: string[] = [];
  const effective = ruleOf(type, field);
  if (!field.extensions['access']) faults.push(`${name} has no access rule.`);
  if (!field.description) faults.push(`${name} has no description.`);
  for (const argument of field.args)
    if (!argument.description) faults.push(`${name}(${argument.name}:) has no description.`);
  if (effective && effective !== allow && isNonNullType(field.type))
    faults.push(`${name} is guarded and must be nullable, or one refusal blanks its parent.`);
  if (lacksOwner(type, field)) {
    faults.push(`${name} is on a type with hidden rows and must say \`directives: ownerDecides\`.`);
  }
  if (isForeign(getNamedType(field.type)) && holdsForeignNonNull(field.type))
    faults.push(`${name} refers into another subgraph and must be nullable, list items too.`);
  return faults;
}

const isRoot = (type: GraphQLNamedType) => ['Query', 'Mutation', 'Subscription'].includes(type.name);
const isForeign = (type: GraphQLNamedType) => type.extensions['foreign'] === true;

/** A list itself may be promised; what stands in it, or alone, may not. */
function holdsForeignNonNull(type: GraphQLOutputType): boolean {
  if (isNonNullType(type))
    return isListType(type.ofType) ? holdsForeignNonNull(type.ofType.ofType as GraphQLOutputType) : true;
  return isListType(type) ? holdsForeignNonNull(type.ofType) : false;
}

/** Only its owner can hide a row: a field added elsewhere must have the gateway ask the owner first. */
function lacksOwner(type: GraphQLObjectType, field: Field): boolean {
  if (type.extensions['hasHiddenRows'] !== true || ['id', 'ref'].includes(field.name)) return false;
  const directives = (field.extensions['directives'] ?? []) as { name: string }[];
  return !directives.some(({ name }) => name === 'federation__requires');
}
