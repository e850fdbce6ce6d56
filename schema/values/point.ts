import { WrongValue } from './wrong-value.ts';

/** A place on the earth in degrees of WGS 84. */
export interface Point {
  latitude: number;
  longitude: number;
}

// The mean radius (2a + b) / 3 of the earth, from H. Moritz, "Geodetic Reference System 1980", Journal of
// Geodesy 74, 2000.
const earthRadiusKm = 6371.0088;

/** Reads a latitude from -90 to 90 and a longitude from -180 to 180. */
export function parsePoint({ latitude, longitude }: Point): Point {
  return { latitude: within('latitude', latitude, 90), longitude: within('longitude', longitude, 180) };
}

/** Kilometres along the sphere between two points, within 0.6 % of the ellipsoid.
 *  Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (2), 1984, page 159. */
export function distanceKm(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const haversine = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2;
  const h =
    haversine(b.latitude - a.latitude) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * haversine(b.longitude - a.longitude);
  // Rounding can lift h above 1 for opposite points, and the arc sine of that is not a number.
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

function within(name: string, degrees: number, most: number): number {
  if (!Number.isFinite(degrees) || Math.abs(degrees) > most) {
    throw new WrongValue(`${degrees} is not a ${name}: write degrees from -${most} to ${most}.`);
  }
  // Adding zero turns -0 into 0, so that equal places are equal texts.
  return degrees + 0;
}
