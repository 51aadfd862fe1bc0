import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { isPrintable } from '../../../platform/http/field-rules.js';
import { cursorPart, decodeCursor, type Page, PageOf, PageQuery, toPage } from '../../../platform/http/page.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { ListDoors } from '../application/list-doors.js';
import { SetDoorDirections } from '../application/set-door-directions.js';
import { type DoorPlace } from '../persistence/door.repository.js';
import { DoorIdParam } from './door-id.param.js';
import { DoorResponse, showDoor } from './door.response.js';
import { type Plain } from '../../../platform/http/plain.js';
import { SetDoorDirectionsRequest } from './set-door-directions.request.js';

@ApiTags('monitoring')
@Controller('doors')
export class DoorsController {
  constructor(
    private readonly listDoors: ListDoors,
    private readonly setDoorDirections: SetDoorDirections,
  ) {}

  /** The map of the perimeter, by name. */
  @Get()
  @Require('monitoring.read')
  @Answers(PageOf(DoorResponse))
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<Plain<DoorResponse>>> {
    const doors = await this.listDoors.run(cursor === undefined ? null : placeOf(cursor), limit + 1);
    return toPage(doors, limit, ({ name, serverId, doorId }) => [name, serverId, doorId], showDoor);
  }

  /** Says which way a door and its readers lead. Stored passages keep the direction they have. */
  @Put(':id')
  @ApiParam({ name: 'id', type: String, example: '2' })
  @Require('administration')
  @Answers(DoorResponse)
  setDirections(@DoorIdParam() id: string, @Body() body: SetDoorDirectionsRequest): Promise<Plain<DoorResponse>> {
    return this.setDoorDirections.run(id, body, showDoor);
  }
}

function placeOf(cursor: string): DoorPlace {
  const isText = (part: unknown): boolean => isPrintable(part, false);
  const [name, serverId, doorId] = decodeCursor(cursor, [isText, cursorPart.uuid, isText]);
  return { name: String(name), serverId: String(serverId), doorId: String(doorId) };
}
