import { onParent } from '../../../schema/access.ts';
import { builder } from '../builder.ts';
import { recordSignIn } from './sign-in.store.ts';

/** A client has no way to a mutation that the composed graph does not show, and the gateway asks for itself
 *  as nobody. */
const isGateway = onParent('the gateway itself', (_root, { viewer }) => viewer === null);

const SignInRecordInput = builder.inputType('SignInRecordInput', {
  description: 'Whom an issuer named, and what it says of them as far as it is trusted with that.',
  inaccessible: true,
  fields: (t) => ({
    issuer: t.string({ description: 'Who issued the token.' }),
    subject: t.string({ description: 'Whom it names, in the words of the issuer.' }),
    name: t.string({ required: false, description: 'What the person is called.' }),
    email: t.field({ type: 'Email', required: false, description: 'How to reach the person.' }),
    verifiedEmail: t.field({
      type: 'Email',
      required: false,
      description: 'An address by which the person may be found; only from an issuer trusted for that.',
    }),
    orcid: t.string({
      required: false,
      description: 'ORCID by which the person may be found; only from an issuer trusted for that.',
    }),
  }),
});

builder.mutationFields((t) => ({
  signInRecord: t.boolean({
    nullable: true,
    access: isGateway,
    inaccessible: true,
    description: 'Lets the subject of an issuer stand for a person from now on. True when it does.',
    args: { input: t.arg({ type: SignInRecordInput, description: 'Who came for the first time.' }) },
    resolve: async (_root, { input }, context) => {
      const { issuer, subject, name = null, email = null, verifiedEmail = null, orcid = null } = input;
      await recordSignIn(context, { issuer, subject, name, email, verifiedEmail, orcid });
      return true;
    },
  }),
}));
