import { Link } from '@tanstack/react-router'
import type { Output } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Clock } from '#web/ui/clock.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Bits } from '#web/ui/tag.tsx'

export interface TaskListProps {
  readonly tasks: Output<'workplace.inbox.list'>['items'] | undefined
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
          <Link to="/field/tasks/$id" params={{ id: task.matterId }}>
            <b>{task.title}</b>
            <span className="row row-w">
              <span className="soft">
                <Bits bits={[wordsOr(`cases:stage.${task.stage}`, task.stage), task.placeName]} />
              </span>
              {task.clock && <Clock clock={task.clock} />}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
