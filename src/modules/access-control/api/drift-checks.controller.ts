import { Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { answerAs } from '../../../platform/http/idempotency/answer-as.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { cursorPart, decodeCursor, type Page, PageOf, PageQuery, toPage } from '../../../platform/http/page.js';
import { type Plain } from '../../../platform/http/plain.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { StartDriftCheck } from '../application/start-drift-check.js';
import { DriftCheckNotFoundError } from '../drift-check.errors.js';
import { type DriftCheck } from '../persistence/drift-check.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';
import { DriftCheckResponse, DriftReportResponse, MOST_FINDINGS_SHOWN } from './drift-check.response.js';
import { showDriftCheck, showDriftReport } from './show-drift-check.js';
import { StartDriftCheckQuery } from './start-drift-check.query.js';

@ApiTags('access control')
@Controller('drift-checks')
export class DriftChecksController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checks: DriftCheckRepository,
    private readonly startCheck: StartDriftCheck,
  ) {}

  /** Compares all of ours in HikCentral with our record. The answer is the check as it begins; read it again. */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('administration')
  @Answers(DriftCheckResponse)
  async start(@Query() { dryRun }: StartDriftCheckQuery): Promise<Plain<DriftCheckResponse>> {
    return this.answer(() => this.startCheck.run(dryRun === true));
  }

  /** Newest first, those of the schedule too. */
  @Get()
  @Require('drift-checks.read')
  @Answers(PageOf(DriftCheckResponse))
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<Plain<DriftCheckResponse>>> {
    const parts = cursor === undefined ? null : decodeCursor(cursor, [cursorPart.instant, cursorPart.uuid]);
    const before = parts === null ? null : ([new Date(String(parts[0])), String(parts[1])] as const);
    const rows = await this.unitOfWork.read((tx) => this.checks.list(tx, limit + 1, before));
    return toPage(rows, limit, ({ requestedAt, id }) => [requestedAt.toISOString(), id], showDriftCheck);
  }

  /** How far it is, and what it found so far. */
  @Get(':id')
  @Require('drift-checks.read')
  @Answers(DriftReportResponse)
  get(@IdParam() id: string): Promise<Plain<DriftReportResponse>> {
    return this.unitOfWork.read(async (tx) => {
      const check = await this.checks.find(tx, id);
      if (check === null) throw new DriftCheckNotFoundError('no drift check has this id', { id });
      return showDriftReport(check, await this.checks.findings(tx, id, MOST_FINDINGS_SHOWN));
    });
  }

  /** Allows that the unknown persons at which this check stopped be taken out; the answer is the check that does it. */
  @Post(':id/approve')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('administration')
  @Answers(DriftCheckResponse)
  async approve(@IdParam() id: string): Promise<Plain<DriftCheckResponse>> {
    return this.answer(() => this.startCheck.approve(id));
  }

  private answer(verb: () => Promise<DriftCheck>): Promise<Plain<DriftCheckResponse>> {
    return answerAs(this.unitOfWork, verb, (_tx, check) => Promise.resolve(showDriftCheck(check)));
  }
}
