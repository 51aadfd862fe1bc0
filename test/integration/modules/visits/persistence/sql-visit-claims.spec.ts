import { photoBinding } from '../../../../../src/modules/visits/persistence/guest-photo.entity.js';
import { TypeormGuestRepository } from '../../../../../src/modules/visits/persistence/typeorm-guest-repository.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { minute, VisitsWorld } from '../visits-world.js';

describe('what access-control is told of visits', () => {
  let database: TestDatabase;
  let world: VisitsWorld;
  beforeAll(async () => {
    database = await openTestDatabase();
    world = new VisitsWorld(database);
  });
  afterAll(() => database.close());

  it('open visits by their start, the guest, and the face', async () => {
    const guest = { fullName: 'Claim', studentId: 'C-1', phone: '7' };
    const later = await world.announce({ guest, validFrom: minute(20), accessLevelIds: ['1', '2'] });
    const first = await world.announce({ guest, consent: true });
    const gone = await world.announce({ guest });
    await world.apply(world.passage(gone, 1, 'exit', { occurredAt: minute(1) }));
    const other = await world.announce({ guest: { fullName: 'Other' } });
    const { unitOfWork, vault } = world.platform;
    const jpeg = Buffer.from('a face');
    const guestId = first.guest.id;
    await unitOfWork.run((tx) =>
      new TypeormGuestRepository().putPhoto(tx, {
        guestId,
        sealed: vault.seal(jpeg, photoBinding(guestId)),
        sha256: 'a'.repeat(64),
        width: 64,
        height: 64,
        bytes: jpeg.length,
        createdAt: minute(0),
      }),
    );

    const unknown = '0190a0a0-0000-7000-8000-000000000000';
    const claims = await unitOfWork.read((tx) => world.claims.claimsOf(tx, [guestId, other.guest.id, unknown]));
    expect([...claims.keys()].sort()).toEqual([guestId, other.guest.id].sort());
    const told = claims.get(guestId)!;
    expect(told).toMatchObject({
      fullName: 'Claim',
      phone: '7',
      email: null,
      hasConsent: true,
      faceSha256: 'a'.repeat(64),
      revision: expect.any(Number),
    });
    // One of the two equal visits took the passage and is over.
    expect(told.visits.map(({ validFrom }) => validFrom)).toEqual([minute(0), minute(20)]);
    expect(told.visits[1]).toMatchObject({ visitId: later.id, accessLevelIds: ['1', '2'], validTo: minute(60) });
    expect(await unitOfWork.read((tx) => world.claims.faceOf(tx, guestId))).toEqual({ jpeg, sha256: 'a'.repeat(64) });
    expect(await unitOfWork.read((tx) => world.claims.faceOf(tx, other.guest.id))).toBeNull();
    const rows = await database.dataSource.query<unknown[]>(
      `SELECT visit_id, guest_revision, valid_from, valid_to, access_level_ids, face_sha256, has_consent
       FROM visit_claims WHERE guest_id = $1`,
      [guestId],
    );
    expect(rows).toHaveLength(2);
  });

  it('keeps a copy of the access status that raises no version', async () => {
    const visit = await world.announce();
    await world.platform.unitOfWork.run((tx) => world.visits.keepAccessStatus(tx, new Map([[visit.id, 'granted']])));
    expect(await world.row(visit)).toMatchObject({ accessStatus: 'granted', version: 1, updatedAt: minute(0) });
  });
});
