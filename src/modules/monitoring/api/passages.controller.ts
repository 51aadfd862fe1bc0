import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { cursorPart, decodeCursor, type Page, PageOf, toPage } from '../../../platform/http/page.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { ListPassages } from '../application/list-passages.js';
import { ReadWatermark } from '../application/read-watermark.js';
import { type PassagePlace } from '../persistence/passage.repository.js';
import { ListPassagesQuery } from './list-passages.query.js';
import { PassageResponse, showPassage } from './passage.response.js';
import { type Plain } from '../../../platform/http/plain.js';
import { showWatermark, WatermarkResponse } from './watermark.response.js';

@ApiTags('monitoring')
@Controller('passages')
export class PassagesController {
  constructor(
    private readonly listPassages: ListPassages,
    private readonly readWatermark: ReadWatermark,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What our guests did at the doors, newest first. */
  @Get()
  @Require('monitoring.read')
  @Answers(PageOf(PassageResponse))
  async list(@Query() query: ListPassagesQuery): Promise<Page<Plain<PassageResponse>>> {
    const { limit, cursor, ...filter } = query;
    const after = cursor === undefined ? null : placeOf(cursor);
    const passages = await this.listPassages.run(filter, after, limit + 1);
    const picturesSince = new Date(this.clock.now().getTime() - this.settings.captureRetentionMs);
    return toPage(
      passages,
      limit,
      ({ occurredAt, id }) => [occurredAt.toISOString(), id],
      (passage) => showPassage(passage, picturesSince),
    );
  }

  /** Up to when passages are known to be complete. */
  @Get('watermark')
  @Require('monitoring.read')
  @Answers(WatermarkResponse)
  async watermark(): Promise<Plain<WatermarkResponse>> {
    return showWatermark(await this.readWatermark.run(), this.clock.now());
  }
}

function placeOf(cursor: string): PassagePlace {
  const [occurredAt, id] = decodeCursor(cursor, [cursorPart.instant, cursorPart.uuid]);
  return { occurredAt: new Date(String(occurredAt)), id: String(id) };
}
