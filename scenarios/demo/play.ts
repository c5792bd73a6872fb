import type { Services } from '#platform/context'
import { beginActing } from './acting.ts'
import type { BuiltDistrict } from './build-district.ts'
import { createDraw } from './people.ts'
import { openStage } from './play-cases.ts'
import { playEmergency } from './play-emergency.ts'
import { playFieldwork } from './play-fieldwork.ts'
import { playHazards } from './play-hazards.ts'
import { playRiders } from './play-riders.ts'
import { playVisits } from './play-visits.ts'

/** Plays what a district does besides its cases: rounds, riders' reports, visits, inspections, an emergency. */
export const play = async (services: Services, district: BuiltDistrict, now: Date): Promise<void> => {
  const acting = beginActing(services, district, createDraw(district.districtId * 17 + 3), now)
  const stage = await openStage(services, district, now)
  await playFieldwork(acting)
  if (district.key === 'wuhua') await playRiders(acting, stage)
  await playVisits(acting, stage)
  if (district.key === 'pidu') await playHazards(acting)
  if (district.key === 'anning') await playEmergency(acting)
}
