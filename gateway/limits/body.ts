import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isGraph } from '../caller.ts';
import { nobodyAt } from '../request.ts';
import { LimitsExceeded } from './exceeded.ts';
import { figuresOf } from './figures.ts';

/** Reads of a body as much as its sender may send, whether or not its length was announced. */
export function registerBodyLimit(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    if (!isGraph(request.url)) return payload;
    const figures = figuresOf(request.caller ?? nobodyAt(request.ip));
    const max = figures.bodyBytes;
    const refused = (actual: number) => {
      // The rest of it is on its way and will not be read.
      reply.header('connection', 'close');
      return new LimitsExceeded([{ name: 'bodyBytes', actual, max }], figures, 413);
    };
    // What is announced is kept to: the parser of HTTP reads no more.
    const announced = request.headers['content-length'];
    if (announced !== undefined) {
      if (Number(announced) > max) throw refused(Number(announced));
      return payload;
    }
    let read = 0;
    const bounded = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read += chunk.length;
        done(read > max ? refused(read) : null, chunk);
      },
    });
    payload.on('error', (error) => bounded.destroy(error));
    return payload.pipe(bounded);
  });
}
