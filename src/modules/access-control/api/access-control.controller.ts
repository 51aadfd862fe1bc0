import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { answerAs } from '../../../platform/http/idempotency/answer-as.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { cursorPart, decodeCursor, type Page, PageOf, PageQuery, toPage } from '../../../platform/http/page.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { CardholderNotFoundError } from '../access-control.errors.js';
import { ReconcileCardholder } from '../application/reconcile-cardholder.js';
import { RestoreCardholder } from '../application/restore-cardholder.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { AccessLevelsResponse, showAccessLevels } from './access-levels.response.js';
import { SuspendGuest } from '../application/suspend-guest.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { AccessLedger } from '../persistence/access-ledger.js';
import { Suspensions } from '../persistence/suspensions.js';
import { CardholderResponse, showCardholder } from './cardholder.response.js';
import { LevelHistoryResponse, showLevelHistory } from './level-history.response.js';
import { ReasonRequest } from './reason.request.js';
import { ListCardholdersQuery } from './list-cardholders.query.js';
import { type Plain } from '../../../platform/http/plain.js';

@ApiTags('access control')
@Controller()
export class AccessControlController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly levels: AccessLevelRepository,
    private readonly cardholders: CardholderRepository,
    private readonly suspensions: Suspensions,
    private readonly ledger: AccessLedger,
    private readonly reconcileCardholder: ReconcileCardholder,
    private readonly suspendGuest: SuspendGuest,
    private readonly restoreCardholder: RestoreCardholder,
  ) {}

  /** From the cache; HikCentral is asked hourly. */
  @Get('access-levels')
  @Require('access-levels.read')
  @Answers(AccessLevelsResponse)
  async listLevels(): Promise<Plain<AccessLevelsResponse>> {
    return showAccessLevels(await this.unitOfWork.read((tx) => this.levels.all(tx)));
  }

  /** Guests as HikCentral knows them, newest first. */
  @Get('cardholders')
  @Require('cardholders.read')
  @Answers(PageOf(CardholderResponse))
  async list(
    @Query() { limit, cursor, status, attention }: ListCardholdersQuery,
  ): Promise<Page<Plain<CardholderResponse>>> {
    const before = cursor === undefined ? null : String(decodeCursor(cursor, [cursorPart.uuid])[0]);
    const filter = { statuses: status === undefined ? [] : [status], isAttentionOnly: attention === true };
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.cardholders.list(tx, filter, limit + 1, before);
      const suspended = await this.suspensions.activeOf(
        tx,
        rows.map(({ guestId }) => guestId),
      );
      return toPage(
        rows,
        limit,
        ({ id }) => [id],
        (cardholder) => showCardholder(cardholder, suspended.get(cardholder.guestId) ?? null),
      );
    });
  }

  @Get('cardholders/:id')
  @Require('cardholders.read')
  @Answers(CardholderResponse)
  async get(@IdParam() id: string): Promise<Plain<CardholderResponse>> {
    return this.unitOfWork.read(async (tx) => {
      const cardholder = await this.cardholders.find(tx, id);
      if (cardholder === null) throw new CardholderNotFoundError('no cardholder has this id', { id });
      return this.show(tx, cardholder);
    });
  }

  /** Every level that was ever given to this guest, or taken, and why; newest first. */
  @Get('cardholders/:id/levels')
  @Require('cardholders.read')
  @Answers(PageOf(LevelHistoryResponse))
  async history(
    @IdParam() id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<Plain<LevelHistoryResponse>>> {
    const before = cursor === undefined ? null : String(decodeCursor(cursor, [cursorPart.position])[0]);
    const rows = await this.unitOfWork.read(async (tx) => {
      if ((await this.cardholders.find(tx, id)) === null) {
        throw new CardholderNotFoundError('no cardholder has this id', { id });
      }
      return this.ledger.historyOf(tx, id, limit + 1, before);
    });
    return toPage(rows, limit, (row) => [row.id], showLevelHistory);
  }

  /** Tries again now, with all tries. */
  @Post('cardholders/:id/reconcile')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('cardholders.reconcile')
  @Answers(CardholderResponse)
  async reconcile(@IdParam() id: string): Promise<Plain<CardholderResponse>> {
    return this.answer(() => this.reconcileCardholder.run(id));
  }

  /** Builds the person again in HikCentral from our own record. */
  @Post('cardholders/:id/restore')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('cardholders.restore')
  @Answers(CardholderResponse)
  async restore(@IdParam() id: string): Promise<Plain<CardholderResponse>> {
    return this.answer(() => this.restoreCardholder.run(id));
  }

  /** Ends access now, over all visits of the guest, those to come too, until it is resumed. */
  @Post('cardholders/:id/revoke')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('cardholders.revoke')
  @Answers(CardholderResponse)
  async revoke(@IdParam() id: string, @Body() { reason }: ReasonRequest): Promise<Plain<CardholderResponse>> {
    return this.answer(() => this.suspendGuest.run('revoke', id, reason));
  }

  /** Lets the visits count again. */
  @Post('cardholders/:id/resume')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('cardholders.revoke')
  @Answers(CardholderResponse)
  async resume(@IdParam() id: string, @Body() { reason }: ReasonRequest): Promise<Plain<CardholderResponse>> {
    return this.answer(() => this.suspendGuest.run('resume', id, reason));
  }

  private answer(verb: () => Promise<Cardholder>): Promise<Plain<CardholderResponse>> {
    return answerAs(this.unitOfWork, verb, (tx, cardholder) => this.show(tx, cardholder));
  }

  private async show(tx: Transaction, cardholder: Cardholder): Promise<Plain<CardholderResponse>> {
    const { guestId } = cardholder;
    const suspended = await this.suspensions.activeOf(tx, [guestId]);
    return showCardholder(cardholder, suspended.get(guestId) ?? null);
  }
}
