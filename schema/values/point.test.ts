import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceKm, parsePoint } from './point.ts';

const yichang = { latitude: 30.7083, longitude: 111.2803 };
const hangzhou = { latitude: 30.2741, longitude: 120.1551 };

it('reads degrees within their ranges', () => {
  expect(parsePoint({ latitude: -90, longitude: 180 })).toEqual({ latitude: -90, longitude: 180 });
  expect(parsePoint({ latitude: -0, longitude: -0 })).toStrictEqual({ latitude: 0, longitude: 0 });
});

it('refuses what is not on the earth', () => {
  expect(() => parsePoint({ latitude: 111.28, longitude: 30.7 })).toThrow(
    '111.28 is not a latitude: write degrees from -90 to 90.',
  );
  expect(() => parsePoint({ latitude: 0, longitude: 180.01 })).toThrow(
    '180.01 is not a longitude: write degrees from -180 to 180.',
  );
  for (const latitude of [NaN, Infinity, -Infinity]) {
    expect(() => parsePoint({ latitude, longitude: 0 })).toThrow(
      `${latitude} is not a latitude: write degrees from -90 to 90.`,
    );
  }
});

it('measures the way over the sphere', () => {
  // By the spherical law of cosines, worked out apart from this code: 851.51 km.
  expect(distanceKm(yichang, hangzhou).toFixed(1)).toBe('851.5');
  expect(distanceKm({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 }).toFixed(3)).toBe(
    '111.195',
  );
  expect(distanceKm({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 77 }).toFixed(1)).toBe(
    '20015.1',
  );
});

it('is zero to itself, the same both ways, and never more than half round', () => {
  const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
  const points = fc.record({ latitude: degrees(90), longitude: degrees(180) });
  fc.assert(
    fc.property(points, points, (a, b) => {
      expect(distanceKm(a, a)).toBe(0);
      expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 9);
      expect(distanceKm(a, b)).toBeLessThanOrEqual(20015.12);
    }),
  );
});
