export {
  type CalendarTables,
  calendarOf,
  forgetCalendar,
  freshCalendarOf,
  holidayBook,
} from './calendar/calendar-of.ts'
