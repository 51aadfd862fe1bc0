import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../../platform/http/id-param.js';
import { IfMatchVersion, TakesIfMatch } from '../../../../platform/http/if-match.js';
import { cursorPart, decodeCursor, type Page, PageOf, toPage } from '../../../../platform/http/page.js';
import { type Plain } from '../../../../platform/http/plain.js';
import { Answers, Require } from '../../../../platform/http/policy.js';
import { CloseIncident } from '../application/close-incident.js';
import { ShowIncidents } from '../application/show-incidents.js';
import { TakeIncident } from '../application/take-incident.js';
import { type IncidentFilter, type IncidentPlace } from '../persistence/incident.repository.js';
import { CloseIncidentRequest } from './close-incident.request.js';
import { IncidentResponse, showIncident } from './incident.response.js';
import { ListIncidentsQuery } from './list-incidents.query.js';

/** What a person at the desk should look after, until they say why it is over. */
@ApiTags('monitoring')
@Controller('incidents')
export class IncidentsController {
  constructor(
    private readonly showIncidents: ShowIncidents,
    private readonly takeIncident: TakeIncident,
    private readonly closeIncident: CloseIncident,
  ) {}

  /** Newest first. */
  @Get()
  @Require('monitoring.read')
  @Answers(PageOf(IncidentResponse))
  async list(@Query() query: ListIncidentsQuery): Promise<Page<Plain<IncidentResponse>>> {
    const { limit, cursor, state, ...rest } = query;
    const filter: IncidentFilter = state === undefined ? rest : { ...rest, states: state };
    const after = cursor === undefined ? null : placeOf(cursor);
    const incidents = await this.showIncidents.page(filter, after, limit + 1);
    return toPage(incidents, limit, ({ occurredAt, id }) => [occurredAt.toISOString(), id], showIncident);
  }

  @Get(':id')
  @Require('monitoring.read')
  @Answers(IncidentResponse)
  async find(@IdParam() id: string): Promise<Plain<IncidentResponse>> {
    return showIncident(await this.showIncidents.find(id));
  }

  /** The caller looks after it from now on, also when somebody else did. */
  @Post(':id/take')
  @TakesIfMatch()
  @Require('incidents.handle')
  @Answers(IncidentResponse)
  async take(
    @IdParam() id: string,
    @IfMatchVersion() expectedVersion: number | null,
  ): Promise<Plain<IncidentResponse>> {
    return showIncident(await this.takeIncident.run(id, expectedVersion));
  }

  /** It is over, and is never raised again. */
  @Post(':id/close')
  @TakesIfMatch()
  @Require('incidents.handle')
  @Answers(IncidentResponse)
  async close(
    @IdParam() id: string,
    @Body() { reason }: CloseIncidentRequest,
    @IfMatchVersion() expectedVersion: number | null,
  ): Promise<Plain<IncidentResponse>> {
    return showIncident(await this.closeIncident.run(id, reason, expectedVersion));
  }
}

function placeOf(cursor: string): IncidentPlace {
  const [occurredAt, id] = decodeCursor(cursor, [cursorPart.instant, cursorPart.uuid]);
  return { occurredAt: new Date(String(occurredAt)), id: String(id) };
}
