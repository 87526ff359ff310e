// Tabs that are open at the first visit; each answers with the starter data as it is.
export const examples = [
  {
    query: `# 郑州外卖骑手：能转到哪些职业？为什么？
query RiderPaths {
  careerPaths(person: { sample: "rider-zhengzhou" }) {
    best {
      feasibility
      months
      payEnd { money { amount currency } year source }
      steps {
        kind
        transition {
          target { label(language: ZH) }
          score
          explanation { base contributions { signal points } }
          gap { coverage missing { skill { label(language: ZH) } importance } }
        }
        courses { course { label(language: ZH) } hours months }
      }
    }
    warnings
  }
}`,
  },
  {
    query: `# Which benefits is the sample person in Albany, New York, entitled to, and why?
query Benefits($facts: Facts!) {
  benefits(facts: $facts, jurisdiction: "US-NY") {
    benefit { name(language: EN) }
    verdict
    reason { en }
    conditions { text { en } have need met citation { article title { en } } }
  }
}`,
    variables: `{
  "facts": {
    "employment_status": "unemployed",
    "separation_reason": "layoff",
    "job_end_date": "2026-10-30",
    "claim_date": "2026-11-02",
    "us_base_period_wages_usd": 36400,
    "us_high_quarter_wages_usd": 9620,
    "us_quarters_with_wages": 4
  }
}`,
  },
  {
    query: `# One occupation against another, with the score taken apart
query OneMove {
  transition(from: "starter:occupation/food-delivery-rider", to: "starter:occupation/courier") {
    score
    overlap
    explanation { base contributions { signal value points } }
    gap {
      matched { skill { label } }
      partial { skill { label } coveredBy { label } similarity }
      missing { skill { label } importance }
    }
  }
}`,
  },
  {
    query: `# 搜索职业和技能 / search occupations and skills
query Search {
  zh: search(text: "直播", language: ZH, first: 5) { kind label score key }
  en: search(text: "solar installer", language: EN, first: 5) { kind label score key }
}`,
  },
  {
    query: `# What the loaded graph holds
query Holdings {
  statistics { version nodes { name count } edges { name count } sources { source version licence } }
}`,
  },
];
