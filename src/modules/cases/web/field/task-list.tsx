import { Link } from '@tanstack/react-router'
import type { Output } from '#web/api.ts'
import { fieldTasks } from '#web/field/routes.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Clock } from '#web/ui/clock.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Bits } from '#web/ui/tag.tsx'

type Task = Output<'workplace.inbox.list'>['items'][number]

export interface TaskListProps {
  readonly tasks: readonly Task[] | undefined
  readonly isWaiting: boolean
  readonly isFailed: boolean
}

/** What waits for me, most urgent first. */
export const TaskList = ({ tasks, isWaiting, isFailed }: TaskListProps) => {
  if (isWaiting) return <p className="soft">{t('ui:loading')}</p>
  if (isFailed || !tasks) return <p className="soft">{t('field:tasksLater')}</p>
  if (tasks.length === 0) return <Empty title={t('field:noTasks')} words={t('field:noTasksHint')} />
  return (
    <ul className="field-list">
      {tasks.map((task) => (
        <li key={task.matterId}>
          <TaskLine task={task} />
        </li>
      ))}
    </ul>
  )
}

/** A task with its step; one that is not done outdoors is named and leads nowhere. */
const TaskLine = ({ task }: { readonly task: Task }) => {
  const known = fieldTasks[task.matterKind]
  const words = (
    <>
      <b>{task.title}</b>
      <span className="row row-w">
        <span className="soft">
          <Bits bits={[wordsOr(`${known?.words ?? 'cases'}:stage.${task.stage}`, task.stage), task.placeName]} />
        </span>
        {task.clock && <Clock clock={task.clock} />}
      </span>
    </>
  )
  return known ? <Link to={`${known.path}/${task.matterId}` as string}>{words}</Link> : words
}
