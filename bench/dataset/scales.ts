/** How many of each kind a data set holds. */
export interface Scale {
  equipment: number;
  technologies: number;
  projects: number;
  organizations: number;
  people: number;
}

/** The sizes one can ask for. `seed` takes, for each kind, the largest number that a platform in the
 *  comparative studies publishes: instruments and institutions of Zhejiang, people of Chongqing, projects of
 *  Bajie. */
export const scales = {
  small: { equipment: 5_000, technologies: 500, projects: 1_000, organizations: 200, people: 500 },
  default: {
    equipment: 100_000,
    technologies: 10_000,
    projects: 20_000,
    organizations: 2_000,
    people: 5_000,
  },
  seed: {
    equipment: 217_886,
    technologies: 21_000,
    projects: 80_000,
    organizations: 10_348,
    people: 183_180,
  },
} satisfies Record<string, Scale>;
export type ScaleName = keyof typeof scales;

/** One project in so many is a large one: 15 take part and it uses 40 resources. Those are the measured. */
export const largeProjectEvery = 20;
export const largeProject = { participations: 15, people: 3, resources: 40 } as const;
