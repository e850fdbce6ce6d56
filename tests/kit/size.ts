/** How many times a test repeats: few while working, many under `npm run prove`. */
export const size = (small: number, full: number): number => (process.env.PROVE === '1' ? full : small);
