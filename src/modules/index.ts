import type { Module } from '#platform/module'
import { calendar } from '#modules/calendar'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { workplace } from '#modules/workplace'

/**
 * THE LIST, in dependency order: a module may call only modules above it; upward reactions go through events.
 * Read this first.
 */
export const modules: readonly Module[] = [places, identity, workplace, calendar]

export const moduleNames: readonly string[] = modules.map((module) => module.name)
