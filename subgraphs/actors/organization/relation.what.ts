const hourMs = 3_600_000;

/** The day that it is in China at this moment. */
export const dayIn = (now: Date): string => new Date(now.getTime() + 8 * hourMs).toISOString().slice(0, 10);

/** The day that it is where days begin first: nobody anywhere can mean a later one by today. */
export const latestDay = (now: Date): string =>
  new Date(now.getTime() + 14 * hourMs).toISOString().slice(0, 10);
