import { pgSchema } from 'drizzle-orm/pg-core';

export const actorsSchema = pgSchema('actors');
