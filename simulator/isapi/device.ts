import { type Scheduler } from '../runtime/time.js';
import { type DeviceCapacity } from './options.js';
import { type DeviceProfile } from './profile.js';
import { ListeningHosts } from './push/listening-hosts.js';
import { Deletions } from './world/deletions.js';
import { DeviceClock } from './world/device-clock.js';
import { Doors } from './world/doors.js';
import { type DeviceEvent, DeviceEvents } from './world/events.js';
import { Passages } from './world/passages.js';
import { type DeviceCard, type DevicePerson } from './world/person.js';
import { Roster } from './world/roster.js';
import { Searches } from './world/searches.js';

/** What one device holds and knows, without HTTP. */
export class Device {
  readonly clock: DeviceClock;
  readonly roster: Roster;
  readonly events: DeviceEvents;
  readonly doors: Doors;
  readonly deletions: Deletions;
  readonly passages: Passages;
  readonly hosts: ListeningHosts;
  readonly personSearches = new Searches<DevicePerson>();
  readonly cardSearches = new Searches<DeviceCard>();
  readonly eventSearches = new Searches<DeviceEvent>();
  /** `host:port`, known once it listens. */
  authority = '';
  capacity: DeviceCapacity;

  constructor(
    readonly profile: DeviceProfile,
    scheduler: Scheduler,
  ) {
    this.capacity = profile.capacity;
    this.clock = new DeviceClock(() => profile.clock.now().getTime(), profile.timeZone);
    this.roster = new Roster(() => this.capacity);
    this.events = new DeviceEvents(
      () => this.clock.nowMs(),
      () => this.capacity.events,
    );
    this.doors = new Doors(profile.doorCount, profile.openMs, this.events, scheduler);
    this.deletions = new Deletions(scheduler, profile.deletionMs);
    this.passages = new Passages(this);
    this.hosts = new ListeningHosts(profile.maxHosts);
  }

  forgetSearches(): void {
    for (const searches of [this.personSearches, this.cardSearches, this.eventSearches]) searches.forget();
  }
}
