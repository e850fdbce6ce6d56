import { isPublic } from './access.ts';
import type { Builder } from './builder.ts';
import type { Context } from './context.ts';
import type { Refusal } from './errors.ts';
import { denial } from './guard.ts';
import { told } from './messages.ts';
import { once } from './once.ts';

/** Why an action is not open to this viewer now. */
export interface Reason {
  code: string;
  message: string;
}

/** Something a viewer may do to a row. The same object answers `viewerMay` and guards the mutation. */
export interface Action<Row> {
  /** The mutation's name, such as `projectVisibilityChange`. */
  name: string;
  /** Who may, in the words of a rule. */
  requires: string;
  /** Whether this viewer may, as far as permission goes. */
  permits: (row: Row, context: Context) => boolean | Promise<boolean>;
  /** The refusal that whoever is permitted would meet now as things stand, or null. The mutation asks the
   *  same again in its transaction. */
  hindrance?: (row: Row, context: Context) => Refusal | null | Promise<Refusal | null>;
}

interface ViewerMay {
  action: string;
  allowed: boolean;
  reasons: Reason[];
}

/** What the viewer may do to this row, and why not where not. */
export async function viewerMay<Row>(
  actions: readonly Action<Row>[],
  row: Row,
  context: Context,
): Promise<ViewerMay[]> {
  return Promise.all(
    actions.map(async (action) => {
      const reason = (await action.permits(row, context))
        ? await action.hindrance?.(row, context)
        : reasonOf(action, context);
      const reasons = reason ? [{ code: reason.code, message: reason.message }] : [];
      return { action: action.name, allowed: reasons.length === 0, reasons };
    }),
  );
}

/** Throws the one top-level error when the viewer may not do this to a row they may know of. */
export async function demand<Row>(action: Action<Row>, row: Row, context: Context): Promise<void> {
  if (!(await action.permits(row, context))) throw denial(context, action.requires);
}

function reasonOf<Row>({ requires }: Action<Row>, { viewer }: Context): Reason {
  return viewer
    ? { code: 'FORBIDDEN', message: `This requires: ${requires}.` }
    : { code: 'UNAUTHENTICATED', message: `Sign in first. This requires: ${requires}.` };
}

/** The type of `viewerMay` in every subgraph. */
export const viewerMayType = once((builder: Builder) => {
  const reason = builder.objectRef<Reason>('ViewerMayReason').implement({
    description: 'Why an action is not open to you now.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      code: t.exposeString('code', { access: isPublic, description: 'For programs. Never reworded.' }),
      message: t.string({
        access: isPublic,
        description: 'For people.',
        resolve: ({ message }, _args, { locale }) => told(locale, message),
      }),
    }),
  });
  return builder.objectRef<ViewerMay>('ViewerMay').implement({
    description: 'Whether you may do something to this, and why not where not.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      action: t.exposeString('action', { access: isPublic, description: 'The mutation this is about.' }),
      allowed: t.exposeBoolean('allowed', { access: isPublic, description: 'Whether you may do it now.' }),
      reasons: t.field({
        type: [reason],
        access: isPublic,
        description: 'Empty when allowed; at most one line per condition.',
        resolve: (row) => row.reasons,
      }),
    }),
  });
});
