import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { scopeOf } from '../../../contracts/permissions.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { credentialsOf } from '../../../platform/http/authenticator.js';
import { CallerWatch } from '../../../platform/http/caller-watch.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { Require } from '../../../platform/http/policy.js';
import { type LiveReader } from '../live/live-stream.js';
import { OpenLiveStream } from '../live/open-live-stream.js';
import { LiveHealthResponse } from './live-health.response.js';
import { LiveAlertResponse, LiveVisitResponse } from './live.response.js';
import { PassageResponse } from './passage.response.js';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

const DESCRIPTION = `Server-Sent Events; \`data\` is JSON.

- \`visit\` (\`LiveVisitResponse\`), \`passage\` (\`PassageResponse\`: when it is recorded, and again once its visit is
  known), \`alert\` (\`LiveAlertResponse\`), \`health\` (\`LiveHealthResponse\`: at once, then every 15 s).
- Each event is sent at least once. \`Last-Event-ID\` goes on behind the one it names, over any process. What is too old to
  be sent again, or was given out before a backup was restored, is answered by \`reset\` \`{reason}\`: read the lists anew.
- \`dropped\` \`{reason}\` is the last event of a stream that this side ends: \`slow\`, \`permission\` (logged out, blocked,
  another role, or a token whose time is over), \`shutdown\`.

A host gets what belongs to their own visits.`;

@ApiTags('monitoring')
@ApiExtraModels(LiveVisitResponse, LiveAlertResponse, LiveHealthResponse, PassageResponse)
@Controller('live')
export class LiveController {
  constructor(
    private readonly openLiveStream: OpenLiveStream,
    private readonly callers: CallerWatch,
  ) {}

  @Get()
  @Require('monitoring.live')
  @ApiOperation({ summary: 'What happens, as it happens', description: DESCRIPTION })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'As browsers send it after a cut.' })
  @ApiResponse({ status: 200, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<void> {
    if (request.method === 'HEAD') {
      await reply.type(EVENT_STREAM).send();
      return;
    }
    const credentials = credentialsOf(request);
    if (credentials === null) throw new UnauthenticatedError();
    const reader = readerOf(this.callers.remember(credentials));
    await this.openLiveStream.run(reader, lastEventId || null, () => {
      const { raw } = reply.hijack();
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': EVENT_STREAM,
        // A proxy that collects answers before it passes them on would hold events back.
        'x-accel-buffering': 'no',
      });
      return raw;
    });
  }
}

function readerOf(caller: LiveReader['caller']): LiveReader {
  const { kind, id, role, email } = currentContext().actor;
  const isAll = scopeOf(role, 'monitoring.live') === 'all';
  // A caller without an address owns nothing, and no visit has an empty one.
  const scope = isAll ? ({ kind: 'all' } as const) : ({ kind: 'own', email: (email ?? '').toLowerCase() } as const);
  return { callerId: `${kind}:${id}`, caller, role, scope };
}
