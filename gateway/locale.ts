import type { FastifyInstance } from 'fastify';
import Negotiator from 'negotiator';
import type { Locale } from '../schema/context.ts';

/** The language to tell a reader things in, by what they accept and how much: English unless Chinese is
 *  liked better. */
export function localeOf(header: string | undefined): Locale {
  const accepted = new Negotiator({ headers: { 'accept-language': header } });
  return accepted.language(['en', 'zh']) === 'zh' ? 'zh' : 'en';
}

/** Says of every JSON answer in which language its sentences are, and that another reader's may be in
 *  another. */
export function registerLocale(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!/json/.test(String(reply.getHeader('content-type')))) return payload;
    reply.header('content-language', localeOf(request.headers['accept-language']));
    const vary = [reply.getHeader('vary') ?? []].flat().join(', ');
    if (!/accept-language/i.test(vary)) {
      reply.header('vary', vary === '' ? 'Accept-Language' : `${vary}, Accept-Language`);
    }
    return payload;
  });
}
