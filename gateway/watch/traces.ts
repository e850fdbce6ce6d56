import { type Context, context, propagation, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

/** Ends tracing: what was recorded is sent first. */
export type EndTraces = () => Promise<void>;

/** Sends traces to the OTLP address of the environment (`OTEL_EXPORTER_OTLP_ENDPOINT`, as OpenTelemetry
 *  names it), or does nothing where there is none. Besides our span for each request, the gateway records
 *  how it parses, plans, fetches and shapes an answer. The packages are read only when they are needed. */
export async function openTraces(env: NodeJS.ProcessEnv): Promise<EndTraces | null> {
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT'] && !env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) return null;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': env['OTEL_SERVICE_NAME'] || 'cograph' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}

/** A span for each request, in the trace its sender began. It says path, status and request id, never what
 *  was asked. */
export function traceRequests(app: FastifyInstance): void {
  const tracer = trace.getTracer('cograph');
  const begun = new WeakMap<object, Context>();
  app.addHook('onRequest', (request, reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    const path = request.routeOptions.url ?? 'none';
    const span = tracer.startSpan(`${request.method} ${path}`, { kind: SpanKind.SERVER }, parent);
    span.setAttributes({
      'http.request.method': request.method,
      'http.route': path,
      'cograph.request': request.id,
    });
    reply.raw.once('close', () => {
      span.setAttribute('http.response.status_code', reply.statusCode);
      span.end();
    });
    begun.set(request, trace.setSpan(parent, span));
    done();
  });
  // Not earlier: reading the body would lose it.
  app.addHook('preHandler', (request, _reply, done) =>
    context.with(begun.get(request) ?? context.active(), done),
  );
}
