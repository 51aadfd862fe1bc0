import { formatServerTime } from '../runtime/zoned-time.js';
import { type AccessEvent } from '../world/model.js';
import { type World } from '../world/world.js';

/** The body of a push, as receivers in the field know it. */
export function pushBody(events: readonly AccessEvent[], world: World, zoneOffsetMinutes: number): object {
  return {
    method: 'OnEventNotify',
    params: {
      ability: 'event_acs',
      sendTime: formatServerTime(world.nowMs(), zoneOffsetMinutes),
      events: events.map((event) => presentEvent(event, world, zoneOffsetMinutes)),
    },
  };
}

function presentEvent(event: AccessEvent, world: World, zoneOffsetMinutes: number): object {
  const { door, reader } = world.perimeter.locate({ readerIndexCode: event.readerIndexCode });
  return {
    eventId: event.eventId,
    eventType: event.eventType,
    srcType: 'door',
    srcIndex: door.doorIndexCode,
    srcName: door.doorName,
    status: 0,
    happenTime: formatServerTime(event.eventTimeMs, zoneOffsetMinutes),
    data: {
      personId: event.personId,
      personCode: event.personCode,
      cardNo: event.cardNo ?? '',
      checkInAndOutType: 0,
      picUri: `Vsm://event/${event.eventId}`,
      readerIndexCode: reader.readerIndexCode,
      readerName: reader.readerName,
      temperatureData: '',
      temperatureStatus: -1,
      wearMaskStatus: -1,
    },
  };
}
