import { type PendingEvent } from '../../../src/platform/event-log/event-envelope.js';
import { describeEachStorage } from './support/each-storage.js';

const event = (name: string): PendingEvent => ({
  ...{ name, data: {}, visitIds: [] },
  cause: { kind: 'time', ref: null },
});

describeEachStorage('positions of consumers', (world) => {
  it('tell for whom there is an event, and who is not known', async () => {
    const { eventReader: reader, consumerPositions: positions, unitOfWork } = world().storage;
    const publish = (...names: string[]) =>
      unitOfWork.run((tx) => Promise.resolve(tx.pendingEvents.push(...names.map(event))));
    await unitOfWork.run(async (tx) => {
      for (const name of ['done', 'indifferent', 'behind']) await positions.register(tx, name);
    });
    await publish('read');
    await unitOfWork.run(async (tx) => positions.move(tx, 'done', await reader.head(tx)));
    await publish('nobody-wants-it');
    const behind = await unitOfWork.read(async (tx) =>
      positions.behind(
        tx,
        [
          { name: 'done', events: ['read'] },
          { name: 'indifferent', events: ['never-published'] },
          { name: 'behind', events: ['never-published', 'read'] },
          { name: 'new', events: ['never-published'] },
        ],
        await reader.head(tx),
      ),
    );
    expect([...behind].sort()).toEqual(['behind', 'new']);
  });

  it('leave out what is beyond the head that was asked about', async () => {
    const { eventReader: reader, consumerPositions: positions, unitOfWork } = world().storage;
    await unitOfWork.run((tx) => positions.register(tx, 'one'));
    const head = await unitOfWork.read((tx) => reader.head(tx));
    await unitOfWork.run((tx) => Promise.resolve(tx.pendingEvents.push(event('read'))));
    expect(await unitOfWork.read((tx) => positions.behind(tx, [{ name: 'one', events: ['read'] }], head))).toEqual([]);
  });
});
