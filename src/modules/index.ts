import type { Module } from '#platform/module'
import { calendar } from '#modules/calendar'
import { cases } from '#modules/cases'
import { emergencies } from '#modules/emergencies'
import { fieldwork } from '#modules/fieldwork'
import { hazards } from '#modules/hazards'
import { identity } from '#modules/identity'
import { indicators } from '#modules/indicators'
import { insight } from '#modules/insight'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { posts } from '#modules/posts'
import { visits } from '#modules/visits'
import { workplace } from '#modules/workplace'

/**
 * THE LIST, in dependency order: a module may call only modules above it; upward reactions go through events.
 * Read this first.
 */
export const modules: readonly Module[] = [
  places,
  organizations,
  identity,
  posts,
  workplace,
  calendar,
  cases,
  fieldwork,
  hazards,
  emergencies,
  visits,
  indicators,
  insight,
]

export const moduleNames: readonly string[] = modules.map((module) => module.name)
